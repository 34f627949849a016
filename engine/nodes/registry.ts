import type { NodeSpec } from '../definition/catalogue.ts';
import { agentSpec } from './agent/spec.ts';
import { agentTextsZh } from './agent/texts.zh.ts';
import { approvalSpec } from './approval/spec.ts';
import { approvalTextsZh } from './approval/texts.zh.ts';
import { childSpec } from './child/spec.ts';
import { childTextsZh } from './child/texts.zh.ts';
import { codeSpec } from './code/spec.ts';
import { codeTextsZh } from './code/texts.zh.ts';
import { conditionSpec } from './condition/spec.ts';
import { conditionTextsZh } from './condition/texts.zh.ts';
import { emitSpec } from './emit/spec.ts';
import { emitTextsZh } from './emit/texts.zh.ts';
import { endSpec } from './end/spec.ts';
import { endTextsZh } from './end/texts.zh.ts';
import { externalSpec } from './external/spec.ts';
import { externalTextsZh } from './external/texts.zh.ts';
import { groupSpec } from './group/spec.ts';
import { groupTextsZh } from './group/texts.zh.ts';
import { httpSpec } from './http/spec.ts';
import { httpTextsZh } from './http/texts.zh.ts';
import { loopSpec } from './loop/spec.ts';
import { loopTextsZh } from './loop/texts.zh.ts';
import { mapSpec } from './map/spec.ts';
import { mapTextsZh } from './map/texts.zh.ts';
import { sagaSpec } from './saga/spec.ts';
import { sagaTextsZh } from './saga/texts.zh.ts';
import { setSpec } from './set/spec.ts';
import { setTextsZh } from './set/texts.zh.ts';
import { signalSpec } from './signal/spec.ts';
import { signalTextsZh } from './signal/texts.zh.ts';
import { startSpec } from './start/spec.ts';
import { startTextsZh } from './start/texts.zh.ts';
import { storeSpec } from './store/spec.ts';
import { storeTextsZh } from './store/texts.zh.ts';
import { switchSpec } from './switch/spec.ts';
import { switchTextsZh } from './switch/texts.zh.ts';
import type { NodeTexts } from './texts-shape.ts';
import { transformSpec } from './transform/spec.ts';
import { transformTextsZh } from './transform/texts.zh.ts';
import { waitSpec } from './wait/spec.ts';
import { waitTextsZh } from './wait/texts.zh.ts';

/** Every node type, in the order of the palette, with its words in Chinese (English is in the spec). */
export const NODE_TYPES: readonly { spec: NodeSpec; zh: NodeTexts }[] = [
  { spec: startSpec, zh: startTextsZh },
  { spec: endSpec, zh: endTextsZh },
  { spec: conditionSpec, zh: conditionTextsZh },
  { spec: switchSpec, zh: switchTextsZh },
  { spec: transformSpec, zh: transformTextsZh },
  { spec: setSpec, zh: setTextsZh },
  { spec: waitSpec, zh: waitTextsZh },
  { spec: signalSpec, zh: signalTextsZh },
  { spec: emitSpec, zh: emitTextsZh },
  { spec: httpSpec, zh: httpTextsZh },
  { spec: codeSpec, zh: codeTextsZh },
  { spec: externalSpec, zh: externalTextsZh },
  { spec: storeSpec, zh: storeTextsZh },
  { spec: agentSpec, zh: agentTextsZh },
  { spec: approvalSpec, zh: approvalTextsZh },
  { spec: mapSpec, zh: mapTextsZh },
  { spec: loopSpec, zh: loopTextsZh },
  { spec: sagaSpec, zh: sagaTextsZh },
  { spec: groupSpec, zh: groupTextsZh },
  { spec: childSpec, zh: childTextsZh },
];
