/** People of the demonstration who have signed in once and type commands at a running server. */
import { gongzhi, type Run } from './cli.ts';

export const PASSWORD = 'gongzhi-demo';

export interface SignedIn {
  /** Their tokens, by login. */
  tokens: Map<string, string>;
  /** Types a command as somebody who has signed in. */
  typed(login: string, ...words: string[]): Promise<Run>;
  asJson<Value>(login: string, ...words: string[]): Promise<Value>;
}

/** `url` is asked at each command: the server starts later. */
export function signedIn(url: () => string): SignedIn {
  const tokens = new Map<string, string>();
  const typed: SignedIn['typed'] = async (login, ...words) => {
    const environment = { GONGZHI_SERVER: url(), GONGZHI_PASSWORD: PASSWORD };
    const token =
      tokens.get(login) ?? (await gongzhi(['sign-in', login, '--print'], { environment })).stdout.trim();
    tokens.set(login, token);
    return gongzhi(words, { environment: { ...environment, GONGZHI_TOKEN: token } });
  };
  return {
    tokens,
    typed,
    async asJson<Value>(login: string, ...words: string[]) {
      const { stdout, stderr, code } = await typed(login, ...words, '--json');
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Value;
    },
  };
}
