package cropfetch

import "errors"

// Users is how many bundles use a Worker now.
func Users() int {
	workers.mu.Lock()
	defer workers.mu.Unlock()
	n := 0
	for _, s := range workers.shared {
		n += s.users
	}
	return n
}

// CloseIdle closes the Workers that no bundle uses, as a minute without bundles
// does.
func CloseIdle() error {
	workers.mu.Lock()
	var all []Options
	for o := range workers.shared {
		all = append(all, o)
	}
	workers.mu.Unlock()
	var errs []error
	for _, o := range all {
		errs = append(errs, workers.closeIdle(o))
	}
	return errors.Join(errs...)
}

// RoundTrip encodes and decodes elements as runners do.
func RoundTrip(r Row, c Crop, f Failure) (Row, Crop, Failure, error) {
	row, errRow := both(encodeRow, decodeRow, r)
	made, errCrop := both(encodeCrop, decodeCrop, c)
	failed, errFailure := both(encodeFailure, decodeFailure, f)
	return row, made, failed, errors.Join(errRow, errCrop, errFailure)
}

func both[T any](encode func(T) ([]byte, error), decode func([]byte) (T, error), v T) (T, error) {
	data, err := encode(v)
	if err != nil {
		return v, err
	}
	return decode(data)
}
