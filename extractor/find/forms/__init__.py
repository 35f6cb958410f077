"""What forms hold: pairs of label and value, boxes ticked, fields of PDF forms."""
