// What can be chosen: Python puts its own settings in place of these, which only say their types.

/** @type {Record<string, { label: string, values: [value: any, spoken: string][] }>} */
export const OPTIONS = {};

/** @type {[goal: any, spoken: string][]} */
export const GOALS = [];
