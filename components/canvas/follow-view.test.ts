import { describe, expect, it } from 'vitest';
import { followView } from './follow-view.ts';

const WINDOW = { width: 1_000, height: 600 };
const VIEW = { x: 0, y: 0, zoom: 0.5 };
const near = { x: 400, y: 400, width: 200, height: 80 };
const far = { x: 3_000, y: 400, width: 200, height: 80 };

describe('a canvas that follows', () => {
  it('stays while an active step is in sight, or none is active', () => {
    expect(followView(VIEW, [near], WINDOW)).toBeNull();
    expect(followView(VIEW, [far, near], WINDOW)).toBeNull();
    expect(followView(VIEW, [], WINDOW)).toBeNull();
  });
  it('has the step in the middle once it is out of sight, at the zoom that it has', () => {
    expect(followView(VIEW, [far], WINDOW)).toEqual({ zoom: 0.5, x: 500 - 3_100 * 0.5, y: 300 - 440 * 0.5 });
  });
  it('counts a step that is cut off by an edge, or lies under the bars, as out of sight', () => {
    expect(followView(VIEW, [{ ...near, x: 1_850 }], WINDOW)).not.toBeNull();
    expect(followView(VIEW, [{ ...near, y: 20 }], WINDOW)).not.toBeNull();
  });
  it('stays at what is larger than the window as long as its middle is seen', () => {
    const large = { x: -200, y: 400, width: 4_000, height: 80 };
    expect(followView({ ...VIEW, x: -300 }, [large], WINDOW)).toBeNull();
    expect(followView({ ...VIEW, x: -3_000 }, [large], WINDOW)).not.toBeNull();
  });
  it('goes nowhere before it knows the size of the window', () => {
    expect(followView(VIEW, [far], { width: 0, height: 0 })).toBeNull();
  });
});
