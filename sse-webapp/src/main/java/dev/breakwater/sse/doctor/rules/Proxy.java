package dev.breakwater.sse.doctor.rules;

import java.util.regex.Pattern;

/** Proxies and services that may be on the way, and how they show themselves in the headers of an answer or a request. */
enum Proxy {
    NGINX("nginx", "^(server|via)=.*\\b(nginx|openresty)"),
    HAPROXY("HAProxy", "^(server|via)=.*haproxy|^x-haproxy"),
    APACHE("Apache", "^(server|via)=.*apache|^arrived x-forwarded-server="),
    CADDY("Caddy", "^(server|via)=.*caddy"),
    VARNISH("Varnish", "^via=.*varnish|^(arrived )?x-varnish="),
    SQUID("Squid", "^(arrived )?via=.*squid|^x-cache(-lookup)?=.*squid|^x-squid"),
    ENVOY("Envoy or Istio", "^server=.*(envoy|istio)|^(arrived )?x-envoy"),
    TRAEFIK("Traefik", "^server=.*traefik"),
    CLOUDFLARE("Cloudflare", "^server=.*cloudflare|^(arrived )?cf-ray="),
    CLOUDFRONT("CloudFront", "^(arrived )?via=.*cloudfront|^(arrived )?x-amz-cf-id="),
    AWS("AWS (ALB, API Gateway)", "^server=.*awselb|^(arrived )?x-amzn-trace-id="),
    GOOGLE("Google Cloud load balancer", "^via=.*google|^arrived x-cloud-trace-context="),
    AZURE("Azure (Front Door, Application Gateway)", "^(arrived )?x-azure-(ref|fdid)=|^server=.*microsoft-azure"),
    FASTLY("Fastly", "^x-served-by=cache-|^arrived fastly-ff="),
    HEROKU("Heroku", "^(arrived )?via=.*vegur|^server=.*(cowboy|heroku)");

    private final String title;
    private final Pattern sign;

    Proxy(String title, String sign) {
        this.title = title;
        this.sign = Pattern.compile(sign, Pattern.CASE_INSENSITIVE);
    }

    String title() {
        return title;
    }

    /** Whether a header, {@code name=value}, or {@code arrived name=value} for one that the server saw, is a sign of it. */
    boolean isShownBy(String header) {
        return sign.matcher(header).find();
    }
}
