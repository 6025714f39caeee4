import type { Problem as Told } from '@quartermaster/api-client';

/** What went wrong, in one shape: an RFC 9457 answer, or no answer at all. */
export class Problem extends Error {
  override readonly name = 'Problem';

  private constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable name of the fault; `offline` when no answer came. */
    readonly code: string,
    detail: string,
    readonly faults: readonly Fault[],
    readonly requestId: string | null,
    /** Seconds to wait before the next try, where the server names them. */
    readonly retryAfter: number | null,
    /** The whole answer: some problems carry more, such as the present version. */
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(detail);
  }

  /** The problem in whatever a failed request threw. */
  static of(error: unknown, response?: Response): Problem {
    if (error instanceof Problem) return error;
    const requestId = response?.headers.get('x-request-id') ?? null;
    if (!response) return new Problem(0, 'offline', '', [], null, null, {});
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    const told = isTold(error) ? error : null;
    return new Problem(
      response.status,
      told?.code ?? `http_${response.status}`,
      told?.detail ?? '',
      told?.errors ?? [],
      told?.request_id ?? requestId,
      Number.isNaN(retryAfter) ? null : retryAfter,
      told ? { ...told } : {},
    );
  }

  /** Whether the request never arrived, or its answer never came back. */
  get unsent(): boolean {
    return this.status === 0;
  }

  /** Whether the same request may succeed later, unchanged. */
  get passing(): boolean {
    return this.unsent || this.status === 429 || this.status >= 502;
  }
}

export interface Fault {
  /** JSON pointer to the value: `/lines/2/quantity`. */
  readonly pointer: string;
  readonly message: string;
  readonly code?: string;
}

function isTold(value: unknown): value is Told {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
