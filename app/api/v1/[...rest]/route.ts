import { nothingHere } from '@/app/_server/route.ts';

export { nothingHere as GET, nothingHere as HEAD, nothingHere as POST, nothingHere as PUT, nothingHere as DELETE, nothingHere as PATCH };
