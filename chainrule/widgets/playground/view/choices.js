// What can be chosen: Python puts its own lists in place of these, which only say their types.

/**
 * @type {{
 *   rates: number[], penalties: number[], activations: string[], initialisations: string[],
 * }}
 */
export const CHOICES = { rates: [], penalties: [], activations: [], initialisations: [] };
