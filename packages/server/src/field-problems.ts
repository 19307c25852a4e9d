/** Where a request does not meet its shape, in both languages. */
import type { Text } from '@gongzhi/engine';

export interface FieldProblem {
  /** JSON pointer; '' is the whole. */
  pointer: string;
  message: Text;
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message?: string;
}

/** At most this many are told. */
const FIELDS_LIMIT = 50;

export function fieldProblems(errors: readonly SchemaError[]): FieldProblem[] {
  return merge(errors.flatMap(problemsOf)).slice(0, FIELDS_LIMIT);
}

/** Several things wrong at one place are said together; a failed alternative is said once. */
function merge(problems: FieldProblem[]): FieldProblem[] {
  const byPlace = new Map<string, FieldProblem>();
  for (const { pointer, message } of problems) {
    const known = byPlace.get(pointer);
    if (known === undefined) byPlace.set(pointer, { pointer, message });
    else if (!known.message.en.split('; ').includes(message.en))
      byPlace.set(pointer, {
        pointer,
        message: {
          'zh-CN': `${known.message['zh-CN']}；${message['zh-CN']}`,
          en: `${known.message.en}; ${message.en}`,
        },
      });
  }
  return [...byPlace.values()];
}

function problemsOf({ keyword, instancePath, params, message = keyword }: SchemaError): FieldProblem[] {
  const at = (pointer: string, zh: string, en: string) => ({ pointer, message: { 'zh-CN': zh, en } });
  const here = (zh: string, en: string) => [at(instancePath, zh, en)];
  const names = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return names(params['requiredProperties']).map((name) =>
        at(`${instancePath}/${name}`, '必须填写', 'is required'),
      );
    case 'additionalProperties':
      return names(params['additionalProperties']).map((name) =>
        at(`${instancePath}/${name}`, '不是已知的字段', 'is not a known field'),
      );
    case 'boolean':
    case 'anyOf':
      return [];
    case 'type':
      return here(`应为 ${String(params['type'])}`, `must be ${String(params['type'])}`);
    case 'const':
      return here(
        `应为 ${JSON.stringify(params['allowedValue'])}`,
        `must be ${JSON.stringify(params['allowedValue'])}`,
      );
    case 'enum': {
      const allowed = names(params['allowedValues']).join(', ');
      return here(`应为下列之一：${allowed}`, `must be one of: ${allowed}`);
    }
    case 'minLength':
      return here(`至少 ${limit} 个字符`, `must have at least ${limit} characters`);
    case 'maxLength':
      return here(`至多 ${limit} 个字符`, `must have at most ${limit} characters`);
    case 'minimum':
      return here(`不小于 ${limit}`, `must be at least ${limit}`);
    case 'maximum':
      return here(`不大于 ${limit}`, `must be at most ${limit}`);
    case 'minItems':
      return here(`至少 ${limit} 项`, `must have at least ${limit} items`);
    case 'maxItems':
      return here(`至多 ${limit} 项`, `must have at most ${limit} items`);
    case 'pattern':
      return here('格式不符', `must match ${String(params['pattern'])}`);
    case 'format':
      return here(`不是合法的 ${String(params['format'])}`, `must be a valid ${String(params['format'])}`);
    default:
      return here('不符合要求', message);
  }
}
