import { createCatalogue, type Catalogue, type NodeSpec } from '../definition/catalogue.ts';
import { agentSpec } from './agent/spec.ts';
import { approvalSpec } from './approval/spec.ts';
import { childSpec } from './child/spec.ts';
import { codeSpec } from './code/spec.ts';
import { conditionSpec } from './condition/spec.ts';
import { emitSpec } from './emit/spec.ts';
import { endSpec } from './end/spec.ts';
import { externalSpec } from './external/spec.ts';
import { groupSpec } from './group/spec.ts';
import { httpSpec } from './http/spec.ts';
import { loopSpec } from './loop/spec.ts';
import { mapSpec } from './map/spec.ts';
import { sagaSpec } from './saga/spec.ts';
import { setSpec } from './set/spec.ts';
import { signalSpec } from './signal/spec.ts';
import { startSpec } from './start/spec.ts';
import { storeSpec } from './store/spec.ts';
import { switchSpec } from './switch/spec.ts';
import { transformSpec } from './transform/spec.ts';
import { waitSpec } from './wait/spec.ts';

const SPECS: readonly NodeSpec[] = [
  startSpec, endSpec, conditionSpec, switchSpec, transformSpec, setSpec, waitSpec, signalSpec, emitSpec, httpSpec,
  codeSpec, externalSpec, storeSpec, agentSpec, approvalSpec, mapSpec, loopSpec, sagaSpec, groupSpec, childSpec,
];

/** The node types of this build, in the order of the palette. Browser-safe; runners are in `runners.ts`. */
export const catalogue: Catalogue = createCatalogue(SPECS);
