"""One of the Python libraries that people use today, doing the same work as Patchclamp, one task a line.

    peers.py LIBRARY FOLDER WORK.json THREADS        LIBRARY: hf (transformers with hooks) | tlens | nnsight

Loads the model and says how long that took; then reads the name of a task from each line of its input, does it once, and
answers with one line of JSON: seconds, and some numbers of the result, by which bench.py sees that all did the same.
"""

import json
import os
import sys
import time

sys.path[:] = [p for p in sys.path if p != os.path.dirname(os.path.abspath(__file__))]  # nothing here is meant by a library's imports
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import torch  # noqa: E402


def last(logits):
    """The largest logit after each prompt, and whose it is."""
    top = logits[:, -1].max(-1)
    return top.values.tolist() + top.indices.tolist()


def corner(tensors):
    """The first and the last numbers of what was recorded in each layer."""
    return [float(x) for t in tensors for x in (t[0, 0, 0], t[-1, -1, -1])]


class Peer:
    """What every library is asked; a task it has no way to do, or not without writing its inside anew, is left out."""

    def __init__(self, folder, work):
        self.folder = folder
        self.new = work["new"]
        self.batch = torch.tensor(work["batch"])
        self.prompt = torch.tensor([work["prompt"]])
        self.clean = torch.tensor([work["clean"]])
        self.corrupt = torch.tensor([work["corrupt"]])
        self.a, self.b = work["a"], work["b"]

    def difference(self, logits):
        return float(logits[self.a] - logits[self.b])

    def shape(self, config):
        self.layers, self.heads_each = config.num_hidden_layers, config.num_attention_heads
        self.width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads

    def head_cells(self):
        return [(layer, head) for layer in range(self.layers) for head in range(self.heads_each)]

    def grid_cells(self):
        return [(layer, at) for layer in range(self.layers) for at in range(self.clean.shape[1])]

    def slot(self, head):
        return slice(head * self.width, (head + 1) * self.width)


class Transformers(Peer):
    def load(self):
        from transformers import AutoModelForCausalLM

        self.model = AutoModelForCausalLM.from_pretrained(self.folder, dtype=torch.float32).eval()
        self.shape(self.model.config)
        self.blocks = self.model.model.layers

    def with_hooks(self, hooks, run):
        try:
            return run()
        finally:
            for hook in hooks:
                hook.remove()

    def plain(self):
        return last(self.model(self.batch, use_cache=False).logits)

    def plain_last(self):
        return last(self.model(self.batch, use_cache=False, logits_to_keep=1).logits)

    def residuals(self):
        kept = {}

        def keep(k):
            return lambda m, i, o: kept.__setitem__(k, (o[0] if isinstance(o, tuple) else o).detach().clone())

        hooks = [block.register_forward_hook(keep(k)) for k, block in enumerate(self.blocks)]
        self.with_hooks(hooks, lambda: self.model(self.batch, use_cache=False))
        return corner(kept.values())

    def neurons(self):
        kept = {}

        def keep(k):
            return lambda m, i: kept.__setitem__(k, i[0].detach().clone())

        hooks = [block.mlp.down_proj.register_forward_pre_hook(keep(k)) for k, block in enumerate(self.blocks)]
        self.with_hooks(hooks, lambda: self.model(self.batch, use_cache=False))
        return corner(kept.values())

    def generate(self):
        out = self.model.generate(
            self.prompt, attention_mask=torch.ones_like(self.prompt), min_new_tokens=self.new, max_new_tokens=self.new, do_sample=False
        )
        return out[0, self.prompt.shape[1] :].tolist()

    def generate_rec(self):
        kept = []
        hook = self.blocks[-1].register_forward_hook(lambda m, i, o: kept.append((o[0] if isinstance(o, tuple) else o).detach().clone()))
        ids = self.with_hooks([hook], self.generate)
        torch.cat(kept, 1)
        return ids

    def heads(self):
        out = []
        for layer, head in self.head_cells():

            def zero(m, i, head=head):
                x = i[0].clone()
                x[..., self.slot(head)] = 0
                return (x,)

            hook = self.blocks[layer].self_attn.o_proj.register_forward_pre_hook(zero)
            out.append(self.with_hooks([hook], lambda: self.difference(self.model(self.clean, use_cache=False).logits[0, -1])))
        return out

    def patch(self):
        kept = {}

        def keep(k):
            return lambda m, args, kw: kept.__setitem__(k, (args[0] if args else kw["hidden_states"]).clone())

        hooks = [block.register_forward_pre_hook(keep(k), with_kwargs=True) for k, block in enumerate(self.blocks)]
        self.with_hooks(hooks, lambda: self.model(self.clean, use_cache=False))
        out = []
        for layer, at in self.grid_cells():

            def put(m, args, kw, layer=layer, at=at):
                x = (args[0] if args else kw["hidden_states"]).clone()
                x[:, at] = kept[layer][:, at]
                return ((x,) + args[1:], kw) if args else ((), {**kw, "hidden_states": x})

            hook = self.blocks[layer].register_forward_pre_hook(put, with_kwargs=True)
            out.append(self.with_hooks([hook], lambda: self.difference(self.model(self.corrupt, use_cache=False).logits[0, -1])))
        return out

    def attribution(self):
        kept = []

        def keep(m, i):
            i[0].retain_grad()
            kept.append(i[0])

        with torch.enable_grad():
            hooks = [block.mlp.down_proj.register_forward_pre_hook(keep) for block in self.blocks]
            self.model.requires_grad_(False)
            embedded = self.model.get_input_embeddings()(self.clean).detach().requires_grad_(True)

            def run():
                self.model(inputs_embeds=embedded, use_cache=False).logits[0, -1].log_softmax(-1)[self.a].backward()

            self.with_hooks(hooks, run)
        return [float((x.grad * x)[0, -1, :8].sum()) for x in kept]


class TransformerLens(Peer):
    def load(self):
        from transformer_lens.model_bridge import TransformerBridge

        self.model = TransformerBridge.boot_transformers(self.folder, device="cpu", dtype=torch.float32)
        self.layers, self.heads_each, self.width = (getattr(self.model.cfg, n) for n in ("n_layers", "n_heads", "d_head"))

    def cached(self, names):
        _, cache = self.model.run_with_cache(self.batch, names_filter=names)
        return corner(cache[n] for n in names)

    def plain(self):
        return last(self.model(self.batch))

    def residuals(self):
        return self.cached([f"blocks.{i}.hook_out" for i in range(self.layers)])

    def neurons(self):
        return self.cached([f"blocks.{i}.mlp.out.hook_in" for i in range(self.layers)])

    def generate(self, **more):
        out = self.model.generate(self.prompt, max_new_tokens=self.new, do_sample=False, stop_at_eos=False, verbose=False, **more)
        out = out[0] if isinstance(out, tuple) else out
        return out[0, self.prompt.shape[1] :].tolist()

    def generate_rec(self):
        return self.generate(return_cache=True)

    def heads(self):
        out = []
        for layer, head in self.head_cells():

            def zero(x, hook, head=head):
                x = x.clone()
                x[..., self.slot(head)] = 0
                return x

            out.append(self.difference(self.model.run_with_hooks(self.clean, fwd_hooks=[(f"blocks.{layer}.attn.o.hook_in", zero)])[0, -1]))
        return out

    def patch(self):
        _, cache = self.model.run_with_cache(self.clean, names_filter=[f"blocks.{i}.hook_in" for i in range(self.layers)])
        out = []
        for layer, at in self.grid_cells():

            def put(x, hook, layer=layer, at=at):
                x = x.clone()
                x[:, at] = cache[f"blocks.{layer}.hook_in"][:, at]
                return x

            out.append(self.difference(self.model.run_with_hooks(self.corrupt, fwd_hooks=[(f"blocks.{layer}.hook_in", put)])[0, -1]))
        return out

    def attribution(self):
        kept = []

        def start(x, hook):
            return x.detach().requires_grad_(True)

        def keep(x, hook):
            x.retain_grad()
            kept.append(x)
            return x

        hooks = [("embed.hook_out", start)] + [(f"blocks.{i}.mlp.out.hook_in", keep) for i in range(self.layers)]
        self.model.requires_grad_(False)
        with torch.enable_grad():
            self.model.run_with_hooks(self.clean, fwd_hooks=hooks)[0, -1].log_softmax(-1)[self.a].backward()
        return [float((x.grad * x)[0, -1, :8].sum()) for x in kept]


class NNsight(Peer):
    def load(self):
        from nnsight import LanguageModel
        from transformers import AutoModelForCausalLM, AutoTokenizer

        inner = AutoModelForCausalLM.from_pretrained(self.folder, dtype=torch.float32).eval()
        self.model = LanguageModel(inner, tokenizer=AutoTokenizer.from_pretrained(self.folder))
        self.shape(inner.config)

    def plain(self):
        model = self.model
        with model.trace(self.batch):
            out = model.lm_head.output.save()
        return last(out)

    def residuals(self):
        model = self.model
        with model.trace(self.batch):
            kept = list().save()
            for block in model.model.layers:
                kept.append(block.output)
        return corner(x[0] if isinstance(x, tuple) else x for x in kept)

    def neurons(self):
        model = self.model
        with model.trace(self.batch):
            kept = list().save()
            for block in model.model.layers:
                kept.append(block.mlp.down_proj.input)
        return corner(kept)

    def generate(self):
        model = self.model
        with model.generate(self.prompt, min_new_tokens=self.new, max_new_tokens=self.new, do_sample=False):
            out = model.generator.output.save()
        return out[0, self.prompt.shape[1] :].tolist()

    def generate_rec(self):
        model = self.model
        with model.generate(self.prompt, min_new_tokens=self.new, max_new_tokens=self.new, do_sample=False) as tracer:
            kept = list().save()
            for _ in tracer.iter[:]:
                kept.append(model.model.layers[-1].output)
        return [len(kept)]

    def heads(self):
        model, out = self.model, []
        for layer, head in self.head_cells():
            where = self.slot(head)
            with model.trace(self.clean):
                x = model.model.layers[layer].self_attn.o_proj.input.clone()
                x[..., where] = 0
                model.model.layers[layer].self_attn.o_proj.input = x
                logits = model.lm_head.output[0, -1].save()
            out.append(self.difference(logits))
        return out

    def patch(self):
        model, out = self.model, []
        with model.trace(self.clean):
            kept = list().save()
            for block in model.model.layers:
                kept.append(block.input.clone())
        for layer, at in self.grid_cells():
            with model.trace(self.corrupt):
                x = model.model.layers[layer].input.clone()
                x[:, at] = kept[layer][:, at]
                model.model.layers[layer].input = x
                logits = model.lm_head.output[0, -1].save()
            out.append(self.difference(logits))
        return out

    def attribution(self):
        model = self.model
        model.requires_grad_(False)
        with torch.enable_grad():
            with model.trace(self.clean):
                model.model.embed_tokens.output = model.model.embed_tokens.output.detach().requires_grad_(True)
                kept = list().save()
                for block in model.model.layers:
                    x = block.mlp.down_proj.input
                    x.retain_grad()
                    kept.append(x)
                chosen = model.lm_head.output[0, -1].log_softmax(-1)[self.a].save()
            chosen.backward()
        return [float((x.grad * x)[0, -1, :8].sum()) for x in kept]


PEERS = {"hf": Transformers, "tlens": TransformerLens, "nnsight": NNsight}


def floor():
    """Operations a second of a large product, which no forward pass can beat."""
    x, y = torch.randn(2048, 2048), torch.randn(2048, 2048)
    best = 0.0
    for _ in range(6):
        start = time.perf_counter()
        torch.mm(x, y)
        best = max(best, 2 * 2048**3 / (time.perf_counter() - start))
    return [best]


def main(library, folder, work, threads):
    torch.set_num_threads(int(threads))
    torch.set_num_interop_threads(1)
    torch.set_grad_enabled(False)
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print is not an answer
    with open(work, encoding="utf-8") as file:
        peer = PEERS[library](folder, json.load(file))

    def answer(run):
        start, used = time.perf_counter(), time.process_time()
        try:
            result = run()
            spent = {"seconds": time.perf_counter() - start, "processor": time.process_time() - used}
            print(json.dumps({**spent, "numbers": result}), file=out)
        except Exception as fault:  # a library that cannot do a task must not end the comparison
            print(json.dumps({"fault": f"{type(fault).__name__}: {str(fault)[:200]}"}), file=out)

    import transformers  # noqa: F401  imports are not loading

    answer(peer.load)
    for line in sys.stdin:
        task = line.strip()
        run = floor if task == "floor" else getattr(peer, task, None)
        if run is None:
            print(json.dumps({"fault": ""}), file=out)
        else:
            answer(run)


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in PEERS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
