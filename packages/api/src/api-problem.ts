import type { ProblemDetails } from './problem.ts';

/** A refusal of the server, as an error to catch: `code` says what, `remedy` how it is mended. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(`${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.remedy = problem.remedy;
    this.problem = problem;
  }
}
