package sandbox

// Wildcard is the matcher of filter values.
func Wildcard(pattern, s string) bool { return wildcard(pattern, s) }
