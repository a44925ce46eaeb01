import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a failure belongs to the commit that shows it.
 * `VIGIE_PROPERTY_SEED=random` searches new ones, a number repeats those of a failure.
 */
const wanted = process.env.VIGIE_PROPERTY_SEED ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
