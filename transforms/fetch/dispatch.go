package fetch

import (
	"context"
	"time"
)

// The functions of this file are called with f.mu held, unless they say
// otherwise.

// enqueue puts r into the queue of its host, after wait.
func (f *Fetcher) enqueue(r *row, wait time.Duration) {
	h := f.hosts[r.now.host]
	if h == nil {
		h = &host{name: r.now.host}
		h.alarm.host = h
		f.hosts[h.name] = h
	}
	r.host = h
	f.waiting++
	if wait > 0 {
		h.delayed++
		f.setAlarm(&r.alarm, time.Now().Add(wait))
		return
	}
	h.push(r)
	f.settle(h)
}

// unqueue takes a waiting row out of where it waits.
func (f *Fetcher) unqueue(r *row) {
	f.waiting--
	if r.alarm.slot > 0 {
		f.alarms.unset(&r.alarm)
		r.host.delayed--
	} else {
		r.queue.Remove(r.place)
		r.place = nil
	}
	f.settle(r.host)
}

// settle puts h where it belongs: into the ring if it can start a row, else under
// an alarm if only time keeps it from that, else nowhere. A host that nothing
// needs is forgotten.
func (f *Fetcher) settle(h *host) {
	early := time.Now().Before(h.notBefore)
	canStart := !early && h.queued() > 0 && h.inFlight < f.options.HostConcurrency
	switch {
	case canStart && h.ready == nil:
		h.ready = f.ready.PushBack(h)
	case !canStart && h.ready != nil:
		f.ready.Remove(h.ready)
		h.ready = nil
	}
	if early && (h.queued() > 0 || h.idle()) {
		f.setAlarm(&h.alarm, h.notBefore)
		return
	}
	f.alarms.unset(&h.alarm)
	if h.idle() {
		delete(f.hosts, h.name)
	}
}

// dispatch starts rows while there are slots, one from each ready host in turn.
func (f *Fetcher) dispatch() {
	for !f.closed && !f.full() && f.ready.Len() > 0 {
		h := f.ready.Remove(f.ready.Front()).(*host)
		h.ready = nil
		f.launch(h, h.take())
		f.settle(h)
	}
}

// launch starts r's next request.
func (f *Fetcher) launch(h *host, r *row) {
	f.waiting--
	f.takeSlot(r)
	h.inFlight++
	ctx, cancel := context.WithCancel(r.ctx)
	r.cancel = cancel
	if r.now.url == nil { // no link can be tried: nothing but its result is left
		f.running.Go(func() { f.land(r, outcome{err: r.last}, 0) })
		return
	}
	now := time.Now()
	if !r.begun() {
		r.started = now
	}
	if gap := max(f.options.spacing(), h.crawlDelay); gap > 0 {
		h.rest(now.Add(gap))
	}
	whole, left := f.options.Timeout-r.elapsed, f.options.RowDeadline-r.used
	r.cut = left < whole
	to, allow := r.now, max(min(whole, left), 0)
	f.running.Go(func() {
		o := f.attempt(ctx, to, allow)
		f.land(r, o, time.Since(now)-o.paused)
	})
}

// land takes r out of flight after o, and queues it again or finishes it. The
// caller does not hold f.mu.
func (f *Fetcher) land(r *row, o outcome, took time.Duration) {
	f.mu.Lock()
	r.cancel()
	r.cancel = nil
	f.count(r, o, took)
	err := r.ctx.Err()
	if err == nil && f.closed {
		err = context.Canceled
	}
	h := r.host
	h.inFlight--
	h.space(o.crawlDelay)
	if err == nil || o.succeeded() {
		if wait, again := f.decide(r, o); again {
			f.freeSlot(r, o)
			f.enqueue(r, wait)
			f.settle(h)
			f.dispatch()
			f.mu.Unlock()
			return
		}
	}
	f.leave(r)
	f.settle(h)
	f.dispatch()
	f.mu.Unlock()

	f.deliver(r, o, err)
}

// count adds a finished request to the statistics and to the row's clock.
func (f *Fetcher) count(r *row, o outcome, took time.Duration) {
	f.bytes += o.received
	if o.shortage || r.now.url == nil {
		return
	}
	r.used += took
	r.elapsed += took
	if o.moved == nil {
		r.attempts++
		f.attempts++
	}
}

// deliver hands the result over, then frees what the row still holds. The caller
// does not hold f.mu.
func (f *Fetcher) deliver(r *row, o outcome, ended error) {
	res := Result{Status: o.status, FinalURL: o.finalURL}
	switch {
	case o.succeeded():
		res.Body = o.body
	case ended != nil:
		res.Err = ended
	default:
		res.Err, res.Status = r.failure(), r.last.Status
	}
	r.finish(res)
	o.free()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.freeSlot(r, o)
	f.dispatch()
}

// finish calls done, with what the row knows added to res. The caller does not
// hold f.mu.
func (r *row) finish(res Result) {
	res.URL, res.Attempts = r.link, r.attempts
	if r.begun() {
		res.Elapsed = time.Since(r.started)
	}
	r.done(res)
}

// setAlarm sets a and has the clock look at it in time.
func (f *Fetcher) setAlarm(a *alarm, at time.Time) {
	f.alarms.set(a, at)
	if f.alarms[0] == a {
		f.timer.Reset(time.Until(at))
	}
}

// clock moves what is due, until the fetcher closes. It is the fetcher's only
// goroutine while nothing is in flight.
func (f *Fetcher) clock() {
	defer f.timer.Stop()
	recheck := time.NewTicker(recheckEvery)
	defer recheck.Stop()
	for {
		select {
		case <-f.closing:
			return
		case <-f.timer.C:
			f.tick()
		case <-recheck.C:
			f.tick()
		}
	}
}

// tick queues the rows and settles the hosts that are due. The caller does not
// hold f.mu.
func (f *Fetcher) tick() {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for a := f.alarms.pop(now); a != nil; a = f.alarms.pop(now) {
		if r := a.row; r != nil {
			r.host.delayed--
			r.host.push(r)
			f.settle(r.host)
			continue
		}
		f.settle(a.host)
	}
	f.dispatch()
	if len(f.alarms) > 0 {
		f.timer.Reset(time.Until(f.alarms[0].at))
	}
}
