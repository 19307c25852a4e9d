/**
 * The language server of workflow definitions, over standard input and output.
 *
 *   didOpen, didChange → schedule → compile (diagnose.ts) → publishDiagnostics of that version
 *   a request          → analysis of the text as it is now (analysis.ts) → complete, hover, navigate, rename, …
 *
 * Whatever the text is, a request is answered, with nothing if need be.
 */
import { fileURLToPath } from 'node:url';
import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { createConnection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Language, Problem, Text } from '@gongzhi/engine';
import { plugins } from '../plugins.ts';
import { text as words } from '../texts.ts';
import { Analyses, isDefinition, rangeOf, type Analysis } from './analysis.ts';
import { complete } from './complete.ts';
import { findProblems, pageOf, rangeOfProblem, toDiagnostic } from './diagnose.ts';
import { KnownDefinitions } from './known-definitions.ts';
import { findDeclaration, findReferences, hover } from './navigate.ts';
import { outsideNames } from './outside.ts';
import { quickFixes } from './quick-fixes.ts';
import { findRenameable, rename } from './rename.ts';
import { symbolsOf } from './symbols.ts';
import { readTestFile } from './test-file.ts';

/** Between the last key and the check. */
const PAUSE_MS = 40;

export function startServer(given: Language): void {
  const connection = createConnection(process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  const server = new DefinitionServer(
    given,
    (uri) => documents.get(uri),
    () => documents.all(),
  );

  // A request that fails is answered with an error by the library; a check has nobody to answer, and must not end the
  // server in the middle of somebody's work.
  const report = (cause: unknown) => connection.console.error(String((cause as Error).stack ?? cause));

  connection.onInitialize((params) => server.initialize(params));
  // Read before the first check asks for them.
  connection.onInitialized(() => void server.definitions().catch(report));
  documents.onDidChangeContent(({ document }) => server.schedule(document, publish, report));
  documents.onDidSave(() => server.saved());
  documents.onDidClose(({ document }) => {
    server.forget(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  const publish = (document: TextDocument, problems: readonly Problem[]) =>
    void connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: problems.map((problem) => toDiagnostic(problem, server.language)),
    });

  connection.onCompletion(async ({ textDocument, position }) => {
    const at = server.at(textDocument.uri, position);
    if (!at) return null;
    const known = await server.definitions();
    const definitions = new Map([...known].map(([id, { summary }]) => [id, summary.roles]));
    return complete({ ...server.describer(at.analysis), definitions }, at.offset);
  });
  connection.onHover(async ({ textDocument, position }) => {
    const at = server.at(textDocument.uri, position);
    if (!at) return null;
    const told = await server.told(at.analysis.document, position);
    return hover(server.describer(at.analysis), at.offset, told);
  });
  connection.onDefinition(async ({ textDocument, position }) => {
    const at = server.at(textDocument.uri, position);
    if (!at) return null;
    const files = [...(await server.definitions())].map(([id, { uri }]) => [id, uri] as const);
    return findDeclaration(at.analysis, at.offset, new Map(files));
  });
  connection.onReferences(({ textDocument, position, context }) => {
    const at = server.at(textDocument.uri, position);
    return at ? findReferences(at.analysis, at.offset, context.includeDeclaration) : null;
  });
  connection.onPrepareRename(({ textDocument, position }) => {
    const at = server.at(textDocument.uri, position);
    const found = at && findRenameable(at.analysis, at.offset);
    if (!found) return server.refuse(words('lspNotRenameable'));
    return { range: rangeOf(at.analysis.document, found.span), placeholder: found.last };
  });
  connection.onRenameRequest(({ textDocument, position, newName }) =>
    server.rename(textDocument.uri, position, newName),
  );
  connection.onDocumentSymbol(({ textDocument }) => {
    const analysis = server.analysis(textDocument.uri);
    return analysis ? symbolsOf(analysis, server.language) : null;
  });
  connection.onCodeAction(async ({ textDocument, range }) => {
    const analysis = server.analysis(textDocument.uri);
    if (!analysis || !isDefinition(analysis.document)) return null;
    const problems = await server.problems(analysis.document);
    return quickFixes(analysis, problems, range, server.language);
  });
  documents.listen(connection);
  connection.listen();
}

class DefinitionServer {
  language: Language;
  readonly #open: (uri: string) => TextDocument | undefined;
  readonly #all: () => TextDocument[];
  readonly #analyses = new Analyses();
  readonly #known = new KnownDefinitions();
  readonly #outside = outsideNames(plugins);
  readonly #problems = new Map<string, { version: number; problems: readonly Problem[] }>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    language: Language,
    open: (uri: string) => TextDocument | undefined,
    all: () => TextDocument[],
  ) {
    this.language = language;
    this.#open = open;
    this.#all = all;
  }

  /** Speaks the client's language, when it names one. */
  initialize({ locale, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.#known.lookIn(
      uris.filter((uri) => URL.canParse(uri) && uri.startsWith('file:')).map((uri) => fileURLToPath(uri)),
    );
    if (locale !== undefined) this.language = locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
    return {
      serverInfo: { name: 'gongzhi' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: [' ', '.', ':', '[', "'", '"'] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentSymbolProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  }

  /** Checks a text soon, unless it changes again before. */
  schedule(
    document: TextDocument,
    publish: (document: TextDocument, problems: readonly Problem[]) => void,
    report: (cause: unknown) => void,
  ): void {
    const { uri, version } = document;
    clearTimeout(this.#waiting.get(uri));
    const check = async () => {
      this.#waiting.delete(uri);
      const problems = isDefinition(document) ? await this.problems(document) : [];
      if (this.#open(uri)?.version === version) publish(document, problems);
    };
    this.#waiting.set(
      uri,
      setTimeout(() => void check().catch(report), PAUSE_MS),
    );
  }

  forget(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#problems.delete(uri);
    this.#analyses.forget(uri);
  }

  analysis(uri: string): Analysis | null {
    const document = this.#open(uri);
    return document ? this.#analyses.of(document) : null;
  }

  at(uri: string, position: Position): { analysis: Analysis; offset: number } | null {
    const analysis = this.analysis(uri);
    return analysis && { analysis, offset: analysis.document.offsetAt(position) };
  }

  describer(analysis: Analysis) {
    return { analysis, outside: this.#outside, language: this.language };
  }

  /** Another file may have changed with it. */
  saved(): void {
    this.#known.forget();
  }

  definitions() {
    return this.#known.with(this.#openDefinitions());
  }

  /** Of the text as it is now. */
  async problems(document: TextDocument): Promise<readonly Problem[]> {
    const known = this.#problems.get(document.uri);
    if (known?.version === document.version) return known.problems;
    // The compiler knows the text itself.
    const found = await this.#known.with(this.#openDefinitions(document.uri));
    const definitions = new Map([...found].map(([id, { summary }]) => [id, summary]));
    const options = { file: document.uri, plugins, definitions, now: Date.now() };
    const { version } = document;
    const problems = findProblems(document.getText(), options);
    this.#problems.set(document.uri, { version, problems });
    return problems;
  }

  /** Problems at a position, as Markdown. */
  async told(document: TextDocument, { line, character }: Position): Promise<string[]> {
    if (!isDefinition(document)) return [];
    const problems = await this.problems(document);
    return problems
      .filter((problem) => {
        const { start, end } = rangeOfProblem(problem);
        const isAfter = line > start.line || (line === start.line && character >= start.character);
        return isAfter && (line < end.line || (line === end.line && character <= end.character));
      })
      .map(
        ({ code, message, remedy }) =>
          `[${code}](${pageOf(code)}) ${message[this.language]}\n\n→ ${remedy[this.language]}`,
      );
  }

  async rename(uri: string, position: Position, newName: string): Promise<WorkspaceEdit> {
    const at = this.at(uri, position);
    if (!at) return this.refuse(words('lspNotRenameable'));
    const tests = await readTestFile(uri, this.#open);
    const others = this.#openDefinitions(uri);
    const renamed = rename({ analysis: at.analysis, tests, others }, at.offset, newName);
    return 'edit' in renamed ? renamed.edit : this.refuse(renamed.refused);
  }

  refuse(text: Text): never {
    throw new ResponseError(LSPErrorCodes.RequestFailed, text[this.language]);
  }

  #openDefinitions(without?: string): Analysis[] {
    return this.#all()
      .filter((document) => document.uri !== without && isDefinition(document))
      .map((document) => this.#analyses.of(document));
  }
}
