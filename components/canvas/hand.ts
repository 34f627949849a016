let down = false;

/** Whether the hand moves a canvas of this page, or carries a card over it: what stands beside it can wait until it lets go. */
export const hand = {
  get isDown(): boolean {
    return down;
  },
  set(isDown: boolean): void {
    down = isDown;
  },
};
