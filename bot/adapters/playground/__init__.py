"""A chat on this machine, in a web page: every door's behaviour without anybody's account."""
