import type { Language, Problem } from '@gongzhi/engine';

/** SARIF 2.1.0, one run: what code-scanning services read. */
export function toSarif(problems: readonly Problem[], language: Language) {
  const codes = [...new Set(problems.map(({ code }) => code))].toSorted();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gongzhi', version: '0.1.0', rules: codes.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => toResult(problem, codes, language)),
      },
    ],
  };
}

function toResult(problem: Problem, codes: string[], language: Language) {
  const { code, severity, message, remedy, file, line, column, endLine, endColumn, path } = problem;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${message[language]} ${remedy[language]}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.replaceAll('\\', '/') },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        logicalLocations: [{ fullyQualifiedName: path }],
      },
    ],
  };
}
