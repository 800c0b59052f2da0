"""Messages to send, as data: which there are, what they say, and calendar entries for deadlines."""
