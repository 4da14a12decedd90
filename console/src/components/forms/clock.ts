/** What a time of day looks like, as the pattern of an input: 00:00 to 24:00. */
export const CLOCK = "([01]\\d|2[0-3]):[0-5]\\d|24:00"
