import type { NodeShape } from '../definition/catalogue.ts';
import { agentShape } from './agent/shape.ts';
import { agentTextsZh } from './agent/texts.zh.ts';
import { approvalShape } from './approval/shape.ts';
import { approvalTextsZh } from './approval/texts.zh.ts';
import { childShape } from './child/shape.ts';
import { childTextsZh } from './child/texts.zh.ts';
import { codeShape } from './code/shape.ts';
import { codeTextsZh } from './code/texts.zh.ts';
import { conditionShape } from './condition/shape.ts';
import { conditionTextsZh } from './condition/texts.zh.ts';
import { emitShape } from './emit/shape.ts';
import { emitTextsZh } from './emit/texts.zh.ts';
import { endShape } from './end/shape.ts';
import { endTextsZh } from './end/texts.zh.ts';
import { externalShape } from './external/shape.ts';
import { externalTextsZh } from './external/texts.zh.ts';
import { groupShape } from './group/shape.ts';
import { groupTextsZh } from './group/texts.zh.ts';
import { httpShape } from './http/shape.ts';
import { httpTextsZh } from './http/texts.zh.ts';
import { loopShape } from './loop/shape.ts';
import { loopTextsZh } from './loop/texts.zh.ts';
import { mapShape } from './map/shape.ts';
import { mapTextsZh } from './map/texts.zh.ts';
import { sagaShape } from './saga/shape.ts';
import { sagaTextsZh } from './saga/texts.zh.ts';
import { setShape } from './set/shape.ts';
import { setTextsZh } from './set/texts.zh.ts';
import { signalShape } from './signal/shape.ts';
import { signalTextsZh } from './signal/texts.zh.ts';
import { startShape } from './start/shape.ts';
import { startTextsZh } from './start/texts.zh.ts';
import { storeShape } from './store/shape.ts';
import { storeTextsZh } from './store/texts.zh.ts';
import { switchShape } from './switch/shape.ts';
import { switchTextsZh } from './switch/texts.zh.ts';
import type { NodeTexts } from './texts-shape.ts';
import { transformShape } from './transform/shape.ts';
import { transformTextsZh } from './transform/texts.zh.ts';
import { waitShape } from './wait/shape.ts';
import { waitTextsZh } from './wait/texts.zh.ts';

/** Every node type, in the order of the palette, with its words in Chinese (English is in the shape). */
export const NODE_TYPES: readonly { shape: NodeShape; zh: NodeTexts }[] = [
  { shape: startShape, zh: startTextsZh },
  { shape: endShape, zh: endTextsZh },
  { shape: conditionShape, zh: conditionTextsZh },
  { shape: switchShape, zh: switchTextsZh },
  { shape: transformShape, zh: transformTextsZh },
  { shape: setShape, zh: setTextsZh },
  { shape: waitShape, zh: waitTextsZh },
  { shape: signalShape, zh: signalTextsZh },
  { shape: emitShape, zh: emitTextsZh },
  { shape: httpShape, zh: httpTextsZh },
  { shape: codeShape, zh: codeTextsZh },
  { shape: externalShape, zh: externalTextsZh },
  { shape: storeShape, zh: storeTextsZh },
  { shape: agentShape, zh: agentTextsZh },
  { shape: approvalShape, zh: approvalTextsZh },
  { shape: mapShape, zh: mapTextsZh },
  { shape: loopShape, zh: loopTextsZh },
  { shape: sagaShape, zh: sagaTextsZh },
  { shape: groupShape, zh: groupTextsZh },
  { shape: childShape, zh: childTextsZh },
];
