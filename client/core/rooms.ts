import type { SessionFollowing } from './follow-session.js';
import type { LetterBox } from './letter-box.js';
import type { Outbox } from './outbox.js';

/** Where messages go: a session, which the first of them makes when there is none. */
export interface Address {
  id: string | null;
  /** The view it was opened in; names it while it has no id. */
  place: string;
}

/** A session with the messages on their way to it; outlives being looked at while some still wait. */
export interface Room extends Address {
  outbox: Outbox;
  following: SessionFollowing | null;
}

/** The rooms that are open: the one on screen, and those with letters that wait. */
export interface Rooms {
  /** The room of a session, or of a view that has none yet. */
  enter(id: string | null, place: string): Room;
  /** Opens a room for each letter that an earlier page left, and sends what waits. */
  restore(letters: LetterBox): void;
  /** Lets go of the rooms that have nothing to send. */
  clear(): void;
  flush(): void;
  hasWaiting(): boolean;
  close(): void;
}

export function createRooms(openOutbox: (address: Address) => Outbox): Rooms {
  const rooms = new Set<Room>();
  function enter(id: string | null, place: string): Room {
    const held = [...rooms].find((room) => (id === null ? room.place === place : room.id === id));
    if (held) return held;
    const address: Address = { id, place };
    const made: Room = Object.assign(address, { outbox: openOutbox(address), following: null });
    rooms.add(made);
    return made;
  }
  return {
    enter,
    restore: (letters) => {
      for (const letter of letters.all()) {
        if (!letter.problem) enter(letter.sessionId, letter.place).outbox.add(letter.key);
      }
    },
    clear: () => {
      for (const room of rooms) {
        if (room.outbox.waiting().length > 0) continue;
        room.outbox.close();
        rooms.delete(room);
      }
    },
    flush: () => {
      for (const room of rooms) room.outbox.flush();
    },
    hasWaiting: () => [...rooms].some((room) => room.outbox.waiting().length > 0),
    close: () => {
      for (const room of rooms) room.outbox.close();
    },
  };
}
