package engine

// bufferedCrop is a finished crop that waits for its shard: in memory, or spooled.
type bufferedCrop struct {
	memory []byte
	disk   spooled
}

// buffer puts a crop into memory while there is room, then into the spool.
func (w *Worker) buffer(image []byte) (bufferedCrop, error) {
	if w.budget.takeBytes(int64(len(image))) {
		return bufferedCrop{memory: image}, nil
	}
	at, err := w.spool.put(image)
	return bufferedCrop{disk: at}, err
}

// load returns the crop's bytes.
func (w *Worker) load(k bufferedCrop) ([]byte, error) {
	if k.disk.segment == nil {
		return k.memory, nil
	}
	return w.spool.get(k.disk)
}

// drop gives the crop's place back; the zero bufferedCrop has none.
func (w *Worker) drop(k bufferedCrop) error {
	if k.disk.segment == nil {
		w.budget.giveBytes(int64(len(k.memory)))
		return nil
	}
	return w.spool.drop(k.disk)
}
