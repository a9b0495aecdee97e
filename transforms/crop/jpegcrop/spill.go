package jpegcrop

// spill writes what there is, in the code that is best for that but has every
// symbol that may still come: T.81, tables F.1 and F.2.
func (s *script) spill() {
	if !s.fixed {
		for symbol := range 256 {
			size := symbol & 15
			for table := range s.counts {
				dc := table&1 == 0
				if dc && symbol <= maxDCBits || !dc && (1 <= size && size <= maxACBits || symbol == zeros16 || symbol == endOfBlock) {
					s.counts[table][symbol]++
				}
			}
		}
		s.fix()
	}
	s.bits.write(s.tokens, &s.codes)
	s.tokens = s.tokens[:0]
}

// fix chooses the codes.
func (s *script) fix() {
	for i := range s.specs {
		s.specs[i].optimize(&s.counts[i])
		s.specs[i].codes(&s.codes[i])
	}
	s.fixed = true
}

// finish returns all bits, the last byte filled with ones.
func (s *script) finish() []byte {
	if !s.fixed {
		s.fix()
	}
	s.bits.write(s.tokens, &s.codes)
	s.tokens = s.tokens[:0]
	return s.bits.end()
}
