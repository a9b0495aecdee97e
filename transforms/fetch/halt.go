package fetch

// Some troubles are the whole job's and no row's. Then every row that the fetcher
// has ends with an error that has no reason, which fails the job; rows that are
// submitted later are tried.

// halt ends every row with err. The caller does not hold f.mu.
func (f *Fetcher) halt(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.endAll(err)
}

// endAll ends the rows that wait, and aborts those in flight, with err. The caller
// holds f.mu.
func (f *Fetcher) endAll(err error) {
	var waiting []*row
	for done, g := range f.groups {
		delete(f.groups, done)
		waiting = append(waiting, f.detach(g)...)
		for r := range g.rows {
			r.halted = err
			r.cancel()
		}
		if g.stop != nil {
			g.stop()
		}
	}
	f.running.Go(func() {
		for _, r := range waiting {
			r.finish(Result{Err: err})
		}
	})
}
