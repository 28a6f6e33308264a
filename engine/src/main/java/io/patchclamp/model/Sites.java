package io.patchclamp.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.SiteName.Scheme;

/**
 * Every place of one model where an electrode can go, under all its names: short ({@code L5.mlp.out}), HuggingFace's
 * ({@code model.layers.5.mlp}, {@code …:in} for its input) and TransformerLens' ({@code blocks.5.hook_mlp_out}).
 * Immutable.
 */
public final class Sites {
    private final ModelConfig config;
    private final Map<Scheme, List<SiteName>> names = new EnumMap<>(Scheme.class);
    private final List<Site> all;

    private Sites(ModelConfig config, List<SiteName> named) {
        this.config = config;
        for (Scheme scheme : Scheme.values()) {
            names.put(scheme, named.stream().filter(n -> n.scheme() == scheme).toList());
        }
        this.all = names.get(Scheme.SHORT).stream()
                .filter(SiteName::hasSite)
                .map(SiteName::site)
                .toList();
    }

    /**
     * The sites of a model.
     *
     * @param modules its modules, each of which says what goes in and what comes out
     * @return all its sites
     */
    public static Sites of(ModuleTree modules) {
        return of(modules.config(), SiteNames.of(modules));
    }

    static Sites of(ModelConfig config, List<SiteName> named) {
        return new Sites(config, named);
    }

    /**
     * Every site under its short name.
     *
     * @return in the order of the forward pass
     */
    public List<Site> all() {
        return all;
    }

    /**
     * The numbers that fix the model.
     *
     * @return the configuration
     */
    public ModelConfig config() {
        return config;
    }

    List<SiteName> names(Scheme scheme) {
        return names.get(scheme);
    }

    @Override
    public String toString() {
        return all.size() + " sites of a " + config.architecture() + " of " + config.layers() + " layers";
    }
}
