"""A signature as PostNL returns it: a small GIF in base64."""

# 80 by 24 pixels, black on white.
SIGNATURE_GIF = (
    "R0lGODlhUAAYAIAAAP///wAAUCwAAAAAUAAYAAACfoSPqcvtD6OctNqLs97chd+FHQiK"
    "5hUcJfelp7QC7kbObxPLNorst+KTaWK5nypYnPiKLUYr6IEKUchEKXeVArVXpbRma2K1"
    "uqTVQO49mgv22Wlup+K9NCZJd6KjeVr7rmP1ZPSmwlJHCHfE4tL3UxMymMg3WWl5iZmp"
    "uWlSAAA7"
)
