"""The arithmetic of Qwen's first generation (QWenLMHeadModel), which transformers runs only as remote code.

Written from the published modeling file's behaviour: same module names, same order of operations, nothing else.
"""
import math
from types import SimpleNamespace

import torch
from torch import nn


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class RotaryEmbedding(nn.Module):
    def __init__(self, width, base):
        super().__init__()
        self.width, self.base = width, base

    def forward(self, start, end, alpha):
        base = self.base * alpha ** (self.width / (self.width - 2))
        frequencies = 1.0 / base ** (torch.arange(0, self.width, 2).float() / self.width)
        angles = torch.outer(torch.arange(start, end).float(), frequencies)
        return torch.cat((angles, angles), dim=-1)


def apply_rotary_pos_emb(q, k, angles, stretch):
    """Angles for each position, then the log-n factor on queries. [batch, head, token, d_head]"""
    width = angles.shape[-1]

    def turn(x):
        first, rest = x[..., :width], x[..., width:]
        a, b = first.chunk(2, dim=-1)
        return torch.cat((first * angles.cos() + torch.cat((-b, a), dim=-1) * angles.sin(), rest), dim=-1)

    return turn(q) * stretch, turn(k)


def eager_attention_forward(module, q, k, v, mask, scaling=None, softcap=None):
    scores = torch.matmul(q, k.transpose(2, 3)) * scaling + mask
    pattern = torch.softmax(scores, dim=-1)
    return torch.matmul(pattern, v).transpose(1, 2), pattern


class QWenAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        width = config.kv_channels * config.num_attention_heads
        self.c_attn = nn.Linear(config.hidden_size, 3 * width)
        self.c_proj = nn.Linear(config.hidden_size, width, bias=not config.no_bias)
        self.attn_dropout = nn.Dropout(config.attn_dropout_prob)

    def forward(self, x, angles, past):
        c = self.config
        q, k, v = (t.unflatten(-1, (c.num_attention_heads, c.kv_channels)).transpose(1, 2)
                   for t in self.c_attn(x).chunk(3, dim=-1))
        start = past[0].shape[2] if past else 0
        end = start + x.shape[1]
        stretch = torch.tensor([math.log(i, c.seq_length) if c.use_logn_attn and i > c.seq_length else 1.0
                                for i in range(start + 1, end + 1)])[:, None]
        q, k = apply_rotary_pos_emb(q, k, angles, stretch)
        if past:
            k, v = torch.cat((past[0], k), dim=2), torch.cat((past[1], v), dim=2)
        future = torch.arange(end)[None, :] > torch.arange(start, end)[:, None]
        mask = torch.zeros(1, 1, end - start, end).masked_fill(future, torch.finfo(torch.float32).min)
        z, _ = eager_attention_forward(self, q, k, v, mask, scaling=c.kv_channels**-0.5)
        return self.c_proj(z.flatten(2)), (k, v)


class QWenMLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        half, bias = config.intermediate_size // 2, not config.no_bias
        self.w1 = nn.Linear(config.hidden_size, half, bias=bias)
        self.w2 = nn.Linear(config.hidden_size, half, bias=bias)
        self.c_proj = nn.Linear(half, config.hidden_size, bias=bias)

    def forward(self, x):
        return self.c_proj(self.w1(x) * nn.functional.silu(self.w2(x)))


class QWenBlock(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1 = RMSNorm(config.hidden_size, config.layer_norm_epsilon)
        self.attn = QWenAttention(config)
        self.ln_2 = RMSNorm(config.hidden_size, config.layer_norm_epsilon)
        self.mlp = QWenMLP(config)

    def forward(self, x, angles, past):
        added, present = self.attn(self.ln_1(x), angles, past)
        x = x + added
        return x + self.mlp(self.ln_2(x)), present


class QWenModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.wte = nn.Embedding(config.vocab_size, config.hidden_size)
        self.drop = nn.Dropout(config.emb_dropout_prob)
        self.rotary_emb = RotaryEmbedding(int(config.kv_channels * config.rotary_pct), config.rotary_emb_base)
        self.h = nn.ModuleList([QWenBlock(config) for _ in range(config.num_hidden_layers)])
        self.ln_f = RMSNorm(config.hidden_size, config.layer_norm_epsilon)
        self.alpha = 1.0

    def forward(self, ids, past):
        start = past[0][0].shape[2] if past else 0
        end = start + ids.shape[1]
        if self.config.use_dynamic_ntk and not past:
            # Fixed by the prompt: later tokens are turned as the prompt was.
            self.alpha = max(2 ** math.ceil(math.log(end / self.config.seq_length, 2) + 1) - 1, 1)
        angles = self.rotary_emb(start, end, self.alpha)
        x = self.drop(self.wte(ids))
        present = []
        for i, block in enumerate(self.h):
            x, kept = block(x, angles, past[i] if past else None)
            present.append(kept)
        return self.ln_f(x), present


class QWenLMHeadModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.transformer = QWenModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)

    def forward(self, ids, past=None, use_cache=False):
        hidden, present = self.transformer(ids, past)
        return SimpleNamespace(logits=self.lm_head(hidden), past_key_values=present)

    def generate(self, ids, max_new_tokens, **others):
        steps, fed, past = [], ids, None
        with torch.no_grad():
            for _ in range(max_new_tokens):
                made = self(fed, past)
                past = made.past_key_values
                steps.append(made.logits[:, -1])
                fed = made.logits[:, -1].argmax(-1, keepdim=True)
                ids = torch.cat((ids, fed), dim=1)
        return SimpleNamespace(sequences=ids, logits=steps)
