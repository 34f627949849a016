/**
 * The browser-safe face of the engine: the definition and its checks, the pure core, the contract of the API and the
 * catalogue of node types. Nothing here touches Node, the network or a store.
 */
export * from './definition/json.ts';
export { Ref, refsIn, refsTold, wholeValue, NeedsValues, type RefShape } from './definition/ref.ts';
export * from './definition/cron.ts';
export * from './definition/duration.ts';
export { OVERLAPS, type Overlap, type ScheduleRule, scheduleRule, SHORTEST_EVERY_MS, type TriggerKind, triggerKind } from './definition/triggers.ts';
export { personOf } from './definition/person.ts';
export * from './definition/schema.ts';
export * from './definition/catalogue.ts';
export * from './definition/plan.ts';
export * from './definition/findings.ts';
export * from './definition/check.ts';
export * from './definition/json-schema.ts';
export * from './definition/upgrade.ts';
export * from './definition/compile.ts';
export * from './definition/diff.ts';
export { diffJson, isSameJson, type ValueChange } from './definition/json-diff.ts';
export { applyDefaults } from './definition/apply-defaults.ts';
export { prepareTestRun } from './definition/test-runs/prepare.ts';
export { staleResults, type RanOf, type StaleReason } from './definition/test-runs/stale.ts';
export { dataNeeded, type NeededData } from './definition/test-runs/only.ts';
export { partNode, type PreparedTestRun, type RunPart, type Stand, type TestRefusal, type TestRun, type TestRunRequest } from './definition/test-runs/test-run.ts';
export { extractWorkflow, type Extracted, type Extraction } from './definition/extract/extract.ts';
export type { ExtractRefusal } from './definition/extract/refusal.ts';
export { documentSchema, readDefinition } from './definition/read.ts';
export { checkComposition, partKey, partsOf, type Part, type PartReference, type Parts } from './definition/checks/composition.ts';
export { soundness, type Soundness } from './definition/soundness.ts';
export { branchesOf } from './definition/branches.ts';
export { followFieldName, followPayloadName, type FieldPlace } from './definition/rename-field.ts';
export { BUILT_IN_QUERIES } from './definition/queries.ts';
export { definitionJsonSchema } from './definition/json-schema-export.ts';
export { renameChoices, type RenamedChoices } from './definition/rename-choice.ts';
export { sha256 } from './definition/sha256.ts';
export { modeOf, type ParamMode } from './definition/param-templates.ts';
export * from './definition/expressions/template.ts';
export { compileExpression, compileTemplate, literalTemplate } from './definition/expressions/compile.ts';
export { checkExpression, checkTemplateText, type ExpressionCheck, type ExpressionProblem } from './definition/expressions/check.ts';
export { schemaAt, type SchemaOf, type StaticType } from './definition/expressions/infer.ts';
export { FUNCTION_DOCS, type FunctionDoc } from './definition/expressions/functions.ts';
export { QUERY_RUN_FIELDS, RUN_FIELDS } from './definition/expressions/run-fields.ts';
export { hasExpression, splitTemplate } from './definition/expressions/scan.ts';

export * from './core/attempt-logs.ts';
export * from './core/events.ts';
export * from './core/status.ts';
export { isExcluded } from './core/may-decide.ts';
export * from './core/state.ts';
export * from './core/effects.ts';
export * from './core/advance.ts';
export { cloneState } from './core/clone.ts';
export * from './core/empty-state.ts';
export * from './core/evolve.ts';
export { expressionScope } from './core/expression-scope.ts';
export * from './core/views.ts';
export { wayBackOf, type WayBackEntry, type WayBackStatus } from './core/way-back.ts';
export { ViewFold } from './core/view-fold.ts';
export { touchedPath, withAncestors } from './core/touched.ts';
export * from './core/timeline.ts';

export * from './contract/api.ts';
export * from './contract/back-test.ts';
export * from './contract/batch.ts';
export * from './contract/forks.ts';
export * from './contract/problems.ts';
export { QUEUE_LIMITS } from './contract/queue-limits.ts';
export * from './contract/recording.ts';
export * from './contract/event-codec.ts';
export * from './contract/stream-names.ts';
export * from './contract/triggers.ts';
export * from './contract/views.ts';

export { catalogue } from './nodes/catalogue.ts';
export { scheduleFaults } from './nodes/start/schedule-faults.ts';
export { shapes } from './nodes/shapes.ts';
export { NODE_TEXTS } from './nodes/texts.ts';
