"""The language of conversation: what people ask for and what they are answered."""
