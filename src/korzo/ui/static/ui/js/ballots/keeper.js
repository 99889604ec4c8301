// The pages of those who keep a key.
export function start() {}
