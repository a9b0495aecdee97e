package inflate

// The entries of all symbols without their codes: RFC 1951, 3.2.5.
var (
	literalSymbols  = makeLiteralSymbols()
	distanceSymbols = makeDistanceSymbols()
	lengthSymbols   = makeLengthSymbols()
)

func makeLiteralSymbols() (symbols [numLiterals]entry) {
	for i := range 256 {
		symbols[i] = entry(i)<<valueShift | 1<<countShift | literal
	}
	symbols[256] = other | endBlock
	length := 3
	for i := 257; i < 285; i++ {
		extra := max(0, (i-261)/4)
		symbols[i] = entry(length)<<valueShift | entry(extra)
		length += 1 << extra
	}
	symbols[285] = 258 << valueShift
	symbols[286], symbols[287] = other, other
	return symbols
}

func makeDistanceSymbols() (symbols [numDistances]entry) {
	distance := 1
	for i := range 30 {
		extra := max(0, i/2-1)
		symbols[i] = entry(distance)<<valueShift | entry(extra)
		distance += 1 << extra
	}
	symbols[30], symbols[31] = other, other
	return symbols
}

// makeLengthSymbols returns those of the code in which the lengths of the
// other two codes are written. Their extra bits are read apart.
func makeLengthSymbols() (symbols [19]entry) {
	for i := range symbols {
		symbols[i] = entry(i) << valueShift
	}
	return symbols
}
