"""How the desk writes moments, where Django has no way of its own, or not ours."""
