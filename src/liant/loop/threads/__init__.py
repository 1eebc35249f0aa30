"""What is said about an object: who is named in it, and how long one may take it back."""
