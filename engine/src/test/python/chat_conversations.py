"""Conversations that bring out what chat templates do: what is passed to transformers' render_jinja_template."""

WEATHER = {"type": "function", "function": {
    "name": "get_weather", "description": "The weather in a city, \"now\" or <later>.",
    "parameters": {"type": "object", "required": ["city"], "properties": {
        "city": {"type": "string", "description": "Such as Zürich & Genève"},
        "unit": {"type": "string", "enum": ["C", "F"]},
        "days": {"type": ["integer", "null"], "default": 1}}},
    "return": {"type": "number", "description": "Degrees"}}}
ADD = {"type": "function", "function": {
    "name": "add", "description": "Adds.", "parameters": {"type": "object", "properties": {
        "numbers": {"type": "array", "items": {"type": "number"}, "description": "What is added"}}}}}


def user(text):
    return {"role": "user", "content": text}


def system(text):
    return {"role": "system", "content": text}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def call(arguments, name="get_weather", id="abcdefgh1"):
    return {"type": "function", "id": id, "function": {"name": name, "arguments": arguments}}


def result(content, name="get_weather", id="abcdefgh1"):
    return {"role": "tool", "name": name, "tool_call_id": id, "content": content}


ASKED = [system("You are terse."), user("How warm is it in Zürich?")]
CALLED = ASKED + [assistant("", tool_calls=[call({"city": "Zürich", "days": 2, "ok": True, "x": None, "f": 1.5})])]

# name: (messages, the rest)
CONVERSATIONS = {
    "one turn": ([user("Who are you?")], {}),
    "one turn, nothing after": ([user("Who are you?")], {"add_generation_prompt": False}),
    "system": (ASKED, {}),
    "many turns": ([system("Be kind."), user("Hi"), assistant("Hello!"), user("  And now?\n"), assistant(" Fine. \n"),
                    user("Bye")], {}),
    "many turns, nothing after": ([user("Hi"), assistant("Hello!"), user("So?"), assistant("Well.")],
                                  {"add_generation_prompt": False}),
    "empty texts": ([system(""), user(""), assistant(""), user("")], {}),
    "signs of many kinds": ([user("naïve 日本語 🙂👩‍👩‍👧 \t\"quoted\" 'single' <b>&amp;</b> \\n {{ x }} {% y %}\u2028\x07"),
                             assistant("‮Ωμέγα"), user("\r\nlines\r\nof\rtext\n\n")], {}),
    "assistant first": ([assistant("Hello!"), user("Hi")], {}),
    "two users in a row": ([user("Hi"), user("Are you there?")], {}),
    "system last": ([user("Hi"), system("Be brief.")], {}),
    "unknown role": ([{"role": "critic", "content": "Boo"}, user("Hi")], {}),
    "tools": (ASKED, {"tools": [WEATHER, ADD]}),
    "no tools": (ASKED, {"tools": []}),
    "tool called": (CALLED, {"tools": [WEATHER], "add_generation_prompt": False}),
    "tool answered": (CALLED + [result("{\"temp\": 21.5}")], {"tools": [WEATHER, ADD]}),
    "tool answered and said": (CALLED + [result("21"), assistant("It is 21 °C."), user("Thanks")], {"tools": [WEATHER]}),
    "two calls": ([user("Both?"), {"role": "assistant", "tool_calls": [
        call({"city": "A"}), call({"numbers": [1, 2.0, -3e-7, 1e22]}, "add", "abcdefgh2")]},
        result("1"), result({"sum": [1, None, True]}, "add", "abcdefgh2")], {"tools": [WEATHER, ADD]}),
    "arguments as text": ([user("Go"), assistant("Let me see.", tool_calls=[call("{\"city\": \"Zürich\"}")]),
                           result("cold")], {"tools": [WEATHER]}),
    "calls without the tools": (CALLED + [result("21")], {}),
    "thought aloud": ([user("2+2?"), assistant("<think>\nFour, surely.\n</think>\n\n4"), user("Sure?")], {}),
    "thought apart": ([user("2+2?"), assistant("4", reasoning_content="Four, surely."), user("Sure?"),
                       assistant("Yes.", thinking="Hm.")], {"add_generation_prompt": False}),
    "not to think": ([user("2+2?")], {"enable_thinking": False, "thinking": False}),
    "to think": ([user("2+2?")], {"enable_thinking": True, "thinking": True}),
    "in parts": ([user([{"type": "text", "text": "What is "}, {"type": "text", "text": "this?"}])], {}),
    "with an image": ([user([{"type": "image"}, {"type": "text", "text": "What is this?"}])], {}),
    "documents": ([user("What do they say?")], {"documents": [
        {"title": "One", "text": "First."}, {"title": "Two", "text": "Second\nline."}]}),
    "a date": (ASKED, {"date_string": "01 Jan 2026", "tools_in_user_message": False, "tools": [WEATHER]}),
    "left open": ([user("Count."), assistant("One, two,  ")],
                  {"continue_final_message": True, "add_generation_prompt": False}),
    "null content": ([user("Hi"), {"role": "assistant", "content": None, "name": None}, user("Hm")], {}),
    "more roles": ([{"role": "developer", "content": "Dev."}, user("Hi")], {"custom_tools": [ADD]}),
}
