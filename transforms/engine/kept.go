package engine

// keptCrop is a finished crop that waits for its shard: in memory, or spooled.
type keptCrop struct {
	memory []byte
	disk   spooled
}

// keep puts a crop into memory while there is room, then into the spool.
func (w *Worker) keep(image []byte) (keptCrop, error) {
	if w.room.takeBytes(int64(len(image))) {
		return keptCrop{memory: image}, nil
	}
	at, err := w.spool.put(image)
	return keptCrop{disk: at}, err
}

// load returns the crop's bytes.
func (w *Worker) load(k keptCrop) ([]byte, error) {
	if k.disk.segment == nil {
		return k.memory, nil
	}
	return w.spool.get(k.disk)
}

// drop gives the crop's place back; the zero keptCrop has none.
func (w *Worker) drop(k keptCrop) error {
	if k.disk.segment == nil {
		w.room.giveBytes(int64(len(k.memory)))
		return nil
	}
	return w.spool.drop(k.disk)
}
