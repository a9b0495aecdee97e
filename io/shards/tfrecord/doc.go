// Package tfrecord writes and reads data shards as TFRecord, an output format of
// io/shards: a record is a tf.train.Example with a feature for each column.
//
// It imports io/shards/record and format, io/parquetjson, protobuf's wire format,
// and the standard library.
package tfrecord
