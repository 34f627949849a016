import { describe, expect, it } from 'vitest';
import { Room } from './room.ts';

describe('the room for jobs', () => {
  it('is for one while nothing comes, and that one begins before there is more', () => {
    const room = new Room(13);
    expect(room.size).toBe(1);
    room.fetched();
    expect(room.size).toBe(1);
    room.began();
    expect(room.size).toBe(13);
  });

  it('is for one again when the last has ended and none was found', () => {
    const room = new Room(13);
    room.fetched();
    room.began();
    room.foundEmpty();
    expect(room.size).toBe(13);
    room.ended();
    expect(room.size).toBe(1);
  });

  it('is for one again after jobs behind which nothing was found before they began', () => {
    const room = new Room(13);
    for (let job = 0; job < 2; job++) room.fetched();
    room.foundEmpty();
    for (let job = 0; job < 2; job++) room.began();
    for (let job = 0; job < 2; job++) room.ended();
    expect(room.size).toBe(1);
  });

  it('is for one again when nothing is found after the last has ended', () => {
    const room = new Room(13);
    room.fetched();
    room.began();
    room.ended();
    expect(room.size).toBe(13);
    room.foundEmpty();
    expect(room.size).toBe(1);
  });

  it('is for all as long as each is followed by another', () => {
    const room = new Room(13);
    for (let job = 0; job < 3; job++) {
      room.fetched();
      room.began();
      room.ended();
      expect(room.size).toBe(13);
    }
  });

  it('is for one while no slot is free', () => {
    const room = new Room(13);
    room.fetched();
    room.began();
    room.answered(true);
    room.began();
    expect(room.size).toBe(1);
    room.answered(false);
    expect(room.size).toBe(13);
  });
});
