/** Closed as soon as the server begins to stop: what runs is finished, what is new gets 503. */
import { runtimeErrors } from '@gongzhi/runtime';

export interface Door {
  /** Refuses with GZ_CLOSING. */
  pass(): void;
  close(): void;
  isOpen(): boolean;
}

export function createDoor(): Door {
  let open = true;
  return {
    pass() {
      if (!open) throw runtimeErrors.error('GZ_CLOSING');
    },
    close() {
      open = false;
    },
    isOpen: () => open,
  };
}
