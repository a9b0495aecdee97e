package jpegcrop

import (
	"cmp"
	"slices"
)

// codeSpec is a Huffman code as a file states it: how many codes there are of
// each length from 1 to 16, and the symbols by rising code.
type codeSpec struct {
	counts  [16]byte
	symbols []byte
}

// codeTable gives each symbol its code, in the upper bits, and the code's
// length, in the lower eight.
type codeTable [256]uint32

// prefixes gives each symbol, below the number of its table, its code and zeros
// for the bits that follow it; in the lower eight bits the length of all that.
type prefixes [4 << 8]uint64

func (p *prefixes) set(table int, codes *codeTable) {
	for symbol, code := range codes {
		size := symbol & 15
		p[table<<8|symbol] = uint64(code>>8)<<(8+size) | uint64(code&255) + uint64(size)
	}
}

// bits returns the bits of a token, and how many they are.
func (p *prefixes) bits(t token) (bits uint64, length uint) {
	prefix := p[t&(4<<8-1)]
	return prefix>>8 | uint64(t>>16), uint(prefix & 255)
}

// leaf is a symbol and how often it comes.
type leaf struct {
	symbol int
	count  int
}

// maxDepth is more than the length of the longest code: codes get longer than
// that only where counts, which rise like Fibonacci's numbers, overflow.
const maxDepth = 64

// optimize makes s the best code for symbols that come so often: T.81, annex
// K.2, but that the two rarest trees are found in sorted queues.
func (s *codeSpec) optimize(counts *[256]uint32) {
	leaves := make([]leaf, 1, 257)
	leaves[0] = leaf{-1, 1} // takes the code of ones only, which no symbol may have
	for symbol, n := range counts {
		if n > 0 {
			leaves = append(leaves, leaf{symbol, int(n)})
		}
	}
	slices.SortFunc(leaves[1:], func(a, b leaf) int {
		return cmp.Or(a.count-b.count, b.symbol-a.symbol)
	})
	lengths := limitLengths(codeLengths(leaves))
	s.symbols = s.symbols[:0]
	for i := len(leaves) - 1; i > 0; i-- { // the most frequent first
		s.symbols = append(s.symbols, byte(leaves[i].symbol))
	}
	for n := range s.counts {
		s.counts[n] = byte(lengths[n+1])
	}
}

// codeLengths returns how many codes of each length a Huffman tree of the
// leaves has, which rise in count.
func codeLengths(leaves []leaf) (lengths [maxDepth]int) {
	if len(leaves) == 1 {
		return lengths
	}
	n := len(leaves)
	weights := make([]int, n, 2*n) // of the leaves, then of the trees as they are joined
	for i, l := range leaves {
		weights[i] = l.count
	}
	parents := make([]int, 2*n)
	nextLeaf, nextTree := 0, n
	rarest := func() int {
		if nextTree == len(weights) || nextLeaf < n && weights[nextLeaf] <= weights[nextTree] {
			nextLeaf++
			return nextLeaf - 1
		}
		nextTree++
		return nextTree - 1
	}
	for len(weights) < 2*n-1 {
		a, b := rarest(), rarest()
		parents[a], parents[b] = len(weights), len(weights)
		weights = append(weights, weights[a]+weights[b])
	}
	depths := make([]int, 2*n)
	for i := 2*n - 3; i >= 0; i-- { // from below the root on
		depths[i] = depths[parents[i]] + 1
		if i < n {
			lengths[min(depths[i], maxDepth-1)]++
		}
	}
	return lengths
}

// limitLengths shortens what is longer than 16 bits, and takes the code of ones
// only away: T.81, figures K.3 and K.4.
func limitLengths(lengths [maxDepth]int) [maxDepth]int {
	for i := maxDepth - 1; i > 16; i-- {
		for lengths[i] > 0 {
			j := i - 2
			for lengths[j] == 0 {
				j--
			}
			lengths[i] -= 2
			lengths[i-1]++
			lengths[j+1] += 2
			lengths[j]--
		}
	}
	for i := 16; i > 0; i-- {
		if lengths[i] > 0 {
			lengths[i]--
			break
		}
	}
	return lengths
}

// codes derives the codes: T.81, annex C.
func (s *codeSpec) codes(t *codeTable) {
	code, k := uint32(0), 0
	for length, n := range s.counts {
		for range n {
			t[s.symbols[k]] = code<<8 | uint32(length+1)
			code++
			k++
		}
		code <<= 1
	}
}
