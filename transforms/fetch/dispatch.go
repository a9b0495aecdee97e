package fetch

import (
	"context"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/politeness"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/fetch/web"
)

// The functions of this file are called with f.mu held, unless they say
// otherwise.

// enqueue puts r into the queue of its host, after wait.
func (f *Fetcher) enqueue(r *row, wait time.Duration) {
	h := f.hostOf(r.now)
	r.host = h
	f.waiting++
	if wait > 0 {
		h.delayed++
		f.setAlarm(&r.alarm, time.Now().Add(wait))
		return
	}
	h.push(r)
	f.reschedule(h)
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
	f.reschedule(r.host)
}

// dispatch starts rows while there are slots, one from each ready host in turn.
func (f *Fetcher) dispatch() {
	for !f.closed && !f.outage.on() && !f.full() && f.ready.len() > 0 {
		h := f.ready.next()
		now := time.Now()
		if f.stateOf(h, now) == isReady { // another host may have taken its server's last place
			f.startNext(h, now)
		}
		f.reschedule(h)
	}
}

// startNext starts the row of h that goes next, unless h is given up.
func (f *Fetcher) startNext(h *host, now time.Time) {
	r := h.take()
	if h.down(r, now) {
		f.giveUp(h, r)
		return
	}
	f.start(h, r, now)
}

// start starts r's next request.
func (f *Fetcher) start(h *host, r *row, now time.Time) {
	f.waiting--
	f.takeSlot(r)
	h.inFlight++
	ctx, cancel := context.WithCancel(r.ctx)
	r.cancel = cancel
	if h.exhausted() { // no link can be tried: nothing but its result is left
		f.running.Go(func() { f.complete(r, web.Outcome{Err: r.last}, 0) })
		return
	}
	if !r.begun() {
		r.started = now
	}
	r.request = h.polite.Begin(f.perHost, schemeOf(r.now), r.number, now)
	if err := h.notFound; err != nil {
		h.notFound = nil
		f.running.Go(func() { f.complete(r, web.Outcome{Err: err, Shortage: resources.IsShortage(err)}, 0) })
		return
	}
	f.enterServer(r, now)
	left := f.options.RowDeadline - r.used
	r.cut = left < f.options.Timeout
	to, allow := r.now, max(left, 0)
	f.running.Go(func() {
		o := f.network.attempt(ctx, to, allow)
		f.complete(r, o, time.Since(now)-o.Paused)
	})
}

// complete takes r out of flight after o, and queues it again or finishes it. The
// caller does not hold f.mu.
func (f *Fetcher) complete(r *row, o web.Outcome, took time.Duration) {
	f.mu.Lock()
	r.cancel()
	r.cancel = nil
	f.count(r, o, took)
	err := r.ctx.Err()
	if err == nil {
		err = r.halted
	}
	if err == nil {
		f.watchShortages(r, o, time.Now())
		f.watchProxy(o, time.Now())
	}
	h := r.host
	h.inFlight--
	f.leaveServer(r)
	if o.Unasked {
		h.polite.Spare(r.request)
	} else {
		h.polite.Space(time.Duration(f.options.Workers)*o.CrawlDelay, time.Now())
	}
	if err == nil || o.Succeeded() {
		if wait, again := f.decide(r, o); again {
			f.freeSlot(r, o)
			f.enqueue(r, wait)
			f.reschedule(h)
			f.dispatch()
			f.mu.Unlock()
			return
		}
	}
	if err != nil && !h.exhausted() {
		h.polite.End(f.perHost, r.request, politeness.Unknown, 0, time.Now())
	}
	f.leave(r)
	f.backlog.add(int64(len(o.Body)), f.inFlight)
	f.reschedule(h)
	f.dispatch()
	f.mu.Unlock()

	f.deliver(r, o, err)
}

// count adds a finished request to the statistics and to the row's clock.
func (f *Fetcher) count(r *row, o web.Outcome, took time.Duration) {
	f.bytes += o.Received
	if o.Shortage || r.now.URL == nil {
		return
	}
	r.used += took
	if o.Moved == nil {
		r.attempts++
		f.attempts++
	}
}

// deliver hands the result over, then frees what the row still holds. The caller
// does not hold f.mu.
func (f *Fetcher) deliver(r *row, o web.Outcome, ended error) {
	res := Result{Status: o.Status, FinalURL: o.FinalURL, Failed: r.failed}
	switch {
	case o.Succeeded():
		res.Body, res.Version, res.Unchanged = o.Body, o.Version, o.Unchanged
		if r.tried() { // and tried again, with success
			res.Failed = r.failed[:len(r.failed)-1]
		}
	case ended != nil:
		res.Err = ended
	default:
		res.Err, res.Status = r.failure(), r.last.Status
	}
	held := int64(len(o.Body))
	r.finish(res)
	o.Free()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.backlog.held -= held
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
