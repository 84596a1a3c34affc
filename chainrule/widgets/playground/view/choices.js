// What can be chosen: the kernel puts its own lists in place of these.

export const CHOICES = { rates: [], penalties: [], activations: [], initialisations: [] };
