package record

import "errors"

var errBox = errors.New("a box has four numbers")

// SetBox sets the record's box; of no numbers, it has none.
func (r *Record) SetBox(numbers []float64) error {
	if len(numbers) == 0 {
		return nil
	}
	if len(numbers) != 4 {
		return errBox
	}
	r.Box = (*[4]float64)(numbers)
	return nil
}
