/** What a canvas is moved by: it is panned (by hand, or because it follows its run), or a card is carried over it. */
export type Move = 'pan' | 'carry';

const going = new Set<Move>();

/** Whether a canvas of this page is moved, or a card carried over it: what stands beside it can wait until that is over. */
export const hand = {
  get isDown(): boolean {
    return going.size > 0;
  },
  set(move: Move, is: boolean): void {
    if (is) going.add(move);
    else going.delete(move);
  },
};
