package adaptive

import (
	"math/rand/v2"
	"time"
)

// sim fetches rows from invented servers through a Limiter, as transforms/fetch
// does. It is a discrete-event simulation: hours of a job take a second, and take
// the same course each time.
type sim struct {
	limiter *Limiter
	random  *rand.Rand
	web     []*kind
	rows    int           // to be fetched
	horizon time.Duration // the run ends then at the latest
	every   time.Duration // between two rows' arrivals; 0: all are there at once
	decode  time.Duration // of one row, on one of two cores, while it holds its slot

	now      time.Duration
	events   events
	arrived  int // rows that are there and not started
	fetched  int // good or not
	good     int
	inFlight int
	cores    [2]time.Duration // when each is free

	peak int
	held time.Duration // integral of inFlight in the later half of the horizon
}

// kind is a kind of hosts.
type kind struct {
	share float64 // of the rows
	most  int     // in flight at a time; 0 is any number
	serve serve

	inFlight int
	waiting  int             // rows that most keeps from starting
	busy     int             // requests that refusing has not refused
	free     time.Duration   // when pipe's queue is empty
	slots    []time.Duration // when each is free
}

// serve answers a request to k that begins now.
type serve func(s *sim, k *kind) (took time.Duration, good bool)

// all is a web of one kind.
func all(f serve) func() []*kind { return func() []*kind { return []*kind{{share: 1, serve: f}} } }

// run returns how long it took.
func (s *sim) run(seed uint64) time.Duration {
	s.random = rand.New(rand.NewPCG(seed, 0))
	s.arrived = s.rows
	if s.every > 0 {
		s.arrived = 0
		s.at(0, s.arrive)
	}
	s.at(0, s.tick)
	for s.fetched < s.rows {
		e := s.events.pop()
		if e.at > s.horizon {
			break
		}
		if s.now > s.horizon/2 {
			s.held += (e.at - s.now) * time.Duration(s.inFlight)
		}
		s.now = e.at
		e.do()
	}
	return s.now
}

// meanInFlight is of the later half of the horizon.
func (s *sim) meanInFlight() float64 { return float64(s.held) / float64(s.horizon/2) }

func (s *sim) arrive() {
	s.arrived++
	s.at(s.now+s.every, s.arrive)
	s.dispatch()
}

func (s *sim) tick() {
	s.dispatch()
	s.at(s.now+time.Second, s.tick)
}

func (s *sim) dispatch() {
	for s.inFlight < s.limiter.Limit(s.clock()) {
		k := s.pick()
		if k == nil {
			return
		}
		s.launch(k)
	}
}

func (s *sim) clock() time.Time { return time.Unix(0, 0).Add(s.now) }

// pick returns the kind of the next row, nil if none can start.
func (s *sim) pick() *kind {
	for _, k := range s.web {
		if k.waiting > 0 && k.inFlight < k.most {
			k.waiting--
			return k
		}
	}
	for s.arrived > 0 {
		s.arrived--
		k := s.draw()
		if k.most == 0 || k.inFlight < k.most {
			return k
		}
		k.waiting++
	}
	return nil
}

func (s *sim) draw() *kind {
	x := s.random.Float64()
	for _, k := range s.web {
		if x -= k.share; x < 0 {
			return k
		}
	}
	return s.web[0]
}

func (s *sim) launch(k *kind) {
	slot := s.limiter.Take(s.clock())
	s.inFlight++
	k.inFlight++
	s.peak = max(s.peak, s.inFlight)
	took, good := k.serve(s, k)
	s.at(s.now+took, func() {
		k.inFlight--
		s.at(s.decoded(good), func() { s.land(slot, good) })
	})
}

// decoded is when a row that has come will have been decoded.
func (s *sim) decoded(good bool) time.Duration {
	if !good || s.decode == 0 {
		return s.now
	}
	core := &s.cores[0]
	if s.cores[1] < *core {
		core = &s.cores[1]
	}
	*core = max(*core, s.now) + s.decode
	return *core
}

func (s *sim) land(slot *Slot, good bool) {
	s.inFlight--
	s.fetched++
	if good {
		s.good++
	}
	s.limiter.Release(s.clock(), slot, good)
	s.dispatch()
}

func (s *sim) at(t time.Duration, do func()) {
	s.events.order++
	s.events.push(event{at: t, order: s.events.order, do: do})
}

// event is something that happens at a time, and in order at equal times.
type event struct {
	at    time.Duration
	order int
	do    func()
}

func (e event) before(o event) bool { return e.at < o.at || e.at == o.at && e.order < o.order }

// events is a binary heap: container/heap, but without a conversion at each step,
// which took most of a simulation's time.
type events struct {
	list  []event
	order int
}

func (e *events) push(x event) {
	e.list = append(e.list, x)
	for i := len(e.list) - 1; i > 0; {
		parent := (i - 1) / 2
		if !x.before(e.list[parent]) {
			break
		}
		e.list[i], e.list[parent] = e.list[parent], x
		i = parent
	}
}

func (e *events) pop() event {
	first, last := e.list[0], e.list[len(e.list)-1]
	e.list[len(e.list)-1] = event{}
	e.list = e.list[:len(e.list)-1]
	if len(e.list) == 0 {
		return first
	}
	i := 0
	for child := 1; child < len(e.list); child = 2*i + 1 {
		if child+1 < len(e.list) && e.list[child+1].before(e.list[child]) {
			child++
		}
		if !e.list[child].before(last) {
			break
		}
		e.list[i] = e.list[child]
		i = child
	}
	e.list[i] = last
	return first
}
