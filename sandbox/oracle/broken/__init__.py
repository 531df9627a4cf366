"""Good requests and ways to break them. A case is a name, what makes the request, what the refusal must say (None where
it must pass), and the secret keys by their ids.
"""
