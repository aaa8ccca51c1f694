"""How the desk writes moments, where Django knows no way of its own."""
