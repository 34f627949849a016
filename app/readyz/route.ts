export { GET, HEAD, POST, PUT, DELETE, PATCH } from '../api/v1/readyz/route.ts';
