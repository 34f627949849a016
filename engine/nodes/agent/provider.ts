import { StepFailure } from '../../ports/node-runner.ts';
import type { Model } from './model.ts';
import { createOfflineModel } from './offline.ts';
import { createCompatibleModel } from './openai-compatible.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The model that a step asks for. `HEDDLE_AI_BASE_URL`, `HEDDLE_AI_API_KEY` and `HEDDLE_AI_MODEL` configure the default
 * provider; one called `acme` has `HEDDLE_AI_ACME_BASE_URL` and so on. Without any the built-in offline model answers.
 * @throws StepFailure `ConfigurationError` when a provider is named that is not configured
 */
export function chooseModel(provider: string, model: string, environment: Environment = process.env): Model {
  const wanted = provider.trim().toLowerCase();
  if (wanted === 'offline') return createOfflineModel();
  const isDefault = wanted === '' || wanted === 'default';
  const prefix = isDefault ? 'HEDDLE_AI_' : `HEDDLE_AI_${wanted.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_`;
  const baseUrl = environment[`${prefix}BASE_URL`];
  if (baseUrl === undefined || baseUrl === '') {
    if (isDefault) return createOfflineModel();
    throw new StepFailure('ConfigurationError', `The provider "${provider}" is not configured: ${prefix}BASE_URL is not set for this worker.`, { retryable: false });
  }
  const name = model.trim() || environment[`${prefix}MODEL`] || '';
  if (name === '') throw new StepFailure('ConfigurationError', `No model is named: set it in the step, or ${prefix}MODEL for the worker.`, { retryable: false });
  return createCompatibleModel({ provider: isDefault ? 'default' : wanted, baseUrl, apiKey: environment[`${prefix}API_KEY`] ?? '', model: name });
}
