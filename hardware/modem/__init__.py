"""The SMS modem: PDU codec, AT dialogue without IO, and the thread that owns the serial port."""
