/** What a back-test would have to keep of one run is more than it may. */
export class TooLarge extends Error {
  constructor() {
    super('The events or large values of the run are more than a back-test keeps.');
    this.name = 'TooLarge';
  }
}
