'use client';
import { useDeferredValue } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import type { JsonObject } from '@/engine/index.ts';
import { Fold } from '../panels/section.tsx';

/** The form as whoever fills it in will have it, to be tried. It starts over with each change of its schema. */
export function FormPreview({ schema }: { schema: JsonObject }) {
  const t = useDesignT();
  const deferred = useDeferredValue(schema);
  return (
    <Fold title={t('builder.preview')} open>
      <div className="relative rounded-md border border-line bg-canvas p-3" data-testid="form-preview" role="group" aria-label={t('builder.preview')}>
        <Form key={JSON.stringify(deferred)} schema={deferred} />
      </div>
    </Fold>
  );
}

function Form({ schema }: { schema: JsonObject }) {
  return <SchemaForm form={useSchemaForm(schema)} />;
}
