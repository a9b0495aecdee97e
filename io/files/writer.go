package files

import "errors"

// writer is the part of Writer that all stores share: the order of calls, a
// failed write that must not be committed, and the name in errors.
type writer struct {
	w    Writer // of the store
	uri  string
	err  error // of the first failed Write
	done bool  // after Commit or Abort
}

var errDone = errors.New("the file is already committed or aborted")

func (w *writer) Write(p []byte) (int, error) {
	if w.done {
		return 0, wrap("write", w.uri, errDone)
	}
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.w.Write(p)
	w.err = wrap("write", w.uri, err)
	return n, w.err
}

func (w *writer) Commit() error {
	if w.done {
		return wrap("commit", w.uri, errDone)
	}
	if w.err != nil {
		return errors.Join(w.err, w.Abort())
	}
	w.done = true
	if err := w.w.Commit(); err != nil {
		return errors.Join(wrap("commit", w.uri, err), wrap("abort", w.uri, w.w.Abort()))
	}
	return nil
}

func (w *writer) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	return wrap("abort", w.uri, w.w.Abort())
}
