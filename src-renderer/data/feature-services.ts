import type { i18n } from 'i18next';
import type { AppError } from '../../src-shared/contract/errors.ts';
import { changeErrorText } from '../platform/error-text.ts';
import type { Format } from '../platform/format.ts';
import type { Notices } from '../platform/notices.ts';
import type { UndoStack } from '../platform/undo.ts';
import type { Data, MutateError } from './data.ts';

/** What the page hands to each feature that is joined to it. */
export interface FeatureServices {
  data: Data;
  undo: UndoStack;
  notices: Notices;
  i18n: i18n;
  format(): Format;
  go(path: string): void;
}

/** Says why a change was not taken; `detail` names what it was about. */
export function refusalTeller({ notices, i18n, format }: Pick<FeatureServices, 'notices' | 'i18n' | 'format'>) {
  return (error: MutateError | AppError, detail?: string): void => {
    notices.tell({ tone: 'refused', text: changeErrorText(i18n.t, format(), error), detail });
  };
}
