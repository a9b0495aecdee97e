package fetch

import "context"

// group is the rows of one cancellation: all whose contexts share a Done channel,
// as the contexts of one bundle do. One AfterFunc serves them all.
type group struct {
	done <-chan struct{}
	rows map[*row]struct{}
	stop func() // releases the AfterFunc; nil for a context that never ends
}

// join puts r into the group of its context.
func (f *Fetcher) join(r *row) {
	f.submitted++
	r.number = f.submitted
	done := r.ctx.Done()
	g := f.groups[done]
	if g == nil {
		g = &group{done: done, rows: map[*row]struct{}{}}
		f.groups[done] = g
		f.watch(g, r.ctx)
	}
	g.rows[r] = struct{}{}
	r.group = g
}

// watch has g's waiting rows released when ctx ends.
func (f *Fetcher) watch(g *group, ctx context.Context) {
	if g.done == nil {
		return
	}
	f.running.Add(1)
	stop := context.AfterFunc(ctx, func() {
		defer f.running.Done()
		f.release(g, ctx.Err()) //nolint:contextcheck // ctx has ended; other rows have their own
	})
	g.stop = func() {
		if stop() {
			f.running.Done()
		}
	}
}

// leave takes r out of its group, and the group away with its last row.
func (f *Fetcher) leave(r *row) {
	g := r.group
	delete(g.rows, r)
	if len(g.rows) > 0 || f.groups[g.done] != g {
		return
	}
	delete(f.groups, g.done)
	if g.stop != nil {
		g.stop()
	}
}

// release finishes the waiting rows of an ended group with err. Those in flight
// end by their own contexts.
func (f *Fetcher) release(g *group, err error) {
	f.mu.Lock()
	if f.groups[g.done] == g {
		delete(f.groups, g.done) // a later row of this context gets a group, and an AfterFunc, of its own
	}
	waiting := f.detach(g)
	f.dispatch()
	f.mu.Unlock()
	for _, r := range waiting {
		r.finish(Result{Err: err})
	}
}

// detach takes the rows of g that wait out of every queue.
func (f *Fetcher) detach(g *group) []*row {
	var waiting []*row
	for r := range g.rows {
		if r.flying() {
			continue
		}
		delete(g.rows, r)
		f.unqueue(r)
		waiting = append(waiting, r)
	}
	return waiting
}
